import { parentPort, workerData } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'

// A thread of its own, started by password.ts: answers why the password is refused, or null.
const { password, known } = workerData as { password: string; known: string[] }
const { 'lastnames-en': _, 'wikipedia-en': __, ...words } = english // large, and hardly ever decisive
const estimate = new ZxcvbnFactory({ dictionary: { ...common, ...words }, graphs: adjacencyGraphs, translations })

const whole = estimate.check(password, known)
const rest = known.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
const refusal =
  whole.score < 3
    ? whole.feedback.warning || 'Use a few more words that do not belong together.'
    : estimate.check(rest).score < 3
      ? 'Use more than names and words that belong to you or your organisation.'
      : null
parentPort?.postMessage(refusal)
