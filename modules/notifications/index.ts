export { letterOf, recipientAddress } from './letter.ts'
export { type Calendar, cancel, type Note, notify, reschedule } from './notify.ts'
