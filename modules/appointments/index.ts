export { makeProfessional } from './schedule.ts'
