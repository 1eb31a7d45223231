export { issueCertificate } from './issue.ts'
