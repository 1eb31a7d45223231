export type { SealedRow } from './chain.ts'
export { sealTrail, type Trail } from './seal.ts'
export { verifyTrail } from './verify.ts'
