export { saveSystemSettings, systemSettings } from './system.ts'
