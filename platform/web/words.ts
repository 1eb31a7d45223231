// Only its types are used: they refuse a wrong key.
import type {} from 'i18next'
import type { Problem } from '../contract.ts'
import en from './en.json' with { type: 'json' }
import { addWords, changeLanguage, i18n } from './translation.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
  }
  interface ResourceNamespaceMap {
    app: typeof en
  }
}

export type Language = 'en' | 'cy'
export const languageNames: Record<Language, string> = { en: 'English', cy: 'Cymraeg' }
/** The address of every word file by its path (`modules/<module>/web/<language>.json`): words are fetched as data, not run as code. */
export type WordFiles = Record<string, string>
/** The `pages` part of every module's English words, which the navigation needs before any page is loaded. */
export type PageWords = Record<string, object>

addWords('en', 'app', en)

const files = new Map<string, string>()
const loaded = new Map<string, Promise<void>>()
const modules = () => [...new Set([...files.keys()].map((key) => key.slice(3)))]

/** Tells where the words are. */
export function knowWords(all: WordFiles, pages: PageWords) {
  for (const [path, address] of Object.entries(all)) files.set(`${languageOf(path)} ${moduleOf(path)}`, address)
  for (const [path, words] of Object.entries(pages)) addWords(languageOf(path), moduleOf(path), { pages: words })
}
const languageOf = (path: string) => path.match(/(\w+)\.json/)?.[1] ?? 'en'
const moduleOf = (path: string) => path.match(/modules\/(\w+)\//)?.[1] ?? 'app'

/** The languages in which every module has words. */
export const offeredLanguages = () =>
  (Object.keys(languageNames) as Language[]).filter(
    (language) => language === 'en' || ['app', ...modules()].every((module) => files.has(`${language} ${module}`)),
  )

/** Loads a module's words in the language in use, once. */
export function loadWords(module: string, language = i18n.language as Language): Promise<void> {
  const key = `${language} ${module}`
  const known = loaded.get(key)
  if (known) return known
  const address = files.get(key)
  const loading = address ? fetchWords(address).then((words) => void addWords(language, module, words)) : Promise.resolve()
  loaded.set(key, loading)
  loading.catch(() => loaded.delete(key))
  return loading
}

async function fetchWords(address: string): Promise<object> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`no words at ${address}`)
  return answer.json()
}

const remembered = 'salus-language'
/** Changes the language of this browser, and remembers it. The navigation needs every module's words. */
export async function switchLanguage(language: Language) {
  if (language !== 'en') await Promise.all(modules().map((module) => loadWords(module, language)))
  else await Promise.all([...loaded.keys()].map((key) => loadWords(key.slice(3), 'en')))
  changeLanguage(language)
  document.documentElement.lang = language === 'en' ? 'en-GB' : language
  localStorage.setItem(remembered, language)
}
/** The language to start in: the one chosen here before, else the person's, where we have it. */
export function startLanguage(locale?: string) {
  const wanted = localStorage.getItem(remembered) ?? locale ?? navigator.language
  const language = offeredLanguages().find((one) => wanted.startsWith(one)) ?? 'en'
  return language === 'en' ? undefined : switchLanguage(language)
}

/** What a person reads when something was refused: the server's own words, ours where no answer came. */
export function problemWords(problem: Problem): string {
  if (problem.status === 0) return i18n.t('problem.network')
  if (problem.status === 429) return i18n.t('problem.tooMany')
  return problem.detail ?? problem.title
}
