export { type Calendar, cancel, type Note, notify, reschedule } from './notify.ts'
