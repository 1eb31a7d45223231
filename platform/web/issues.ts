import type { z } from 'zod'
import { i18n } from './translation.ts'

/** What a person reads when a field breaks a rule of the contract. */
export function issueWords(issue: z.core.$ZodIssue): string {
  const { t } = i18n
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return t('issue.missing')
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1 ? t('issue.missing') : t('issue.short', { count: Number(issue.minimum) })
      if (issue.origin === 'array' || issue.origin === 'set') return t('issue.few', { count: Number(issue.minimum) })
      return t('issue.low', { limit: issue.minimum })
    case 'too_big':
      if (issue.origin === 'string') return t('issue.long', { count: Number(issue.maximum) })
      if (issue.origin === 'array' || issue.origin === 'set') return t('issue.many', { count: Number(issue.maximum) })
      return t('issue.high', { limit: issue.maximum })
    case 'invalid_format':
      if (issue.format === 'email') return t('issue.email')
      if (issue.format === 'url') return t('issue.url')
      if (issue.format === 'date' || issue.format === 'datetime') return t('issue.date')
      // A rule that says itself how something is written; else the words are about patterns, and for nobody.
      return issue.message.startsWith('Invalid ') ? t('form.invalid') : issue.message
    case 'custom':
      return issue.message
    default:
      return t('form.invalid')
  }
}
