export { addEmployee, assignTo, type Employee, employeeOfUser, lockEmployee, type NewAssignment, type NewEmployee } from './employment.ts'
export { issueFitnessOutcome, type NewOutcome, type Withdrawal, withdrawFitnessOutcome } from './fitness.ts'
export { jobTitles } from './jobTitles.ts'
export { dayOf, startOfDay } from './policy.ts'
