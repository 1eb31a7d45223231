export { hasTextService, mailServerOf, textServiceOf } from './channels.ts'
