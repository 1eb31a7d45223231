export { hasTextService, mailServerOf, textServiceOf } from './channels.ts'
export { withOwnStores } from './stores.ts'
