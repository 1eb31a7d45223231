/** What may call what: a module calls only those of a lower level. One list for imports, queries, references and migrations. */
export const levels: Readonly<Record<string, number>> = {
  platform: 0,
  tenancy: 1,
  directory: 2,
  access: 3,
  auth: 4,
  keys: 5,
  settings: 5,
  audit: 5,
  notifications: 5,
  operator: 7,
  employees: 6,
  messaging: 6,
  courses: 6,
  factors: 6,
  documents: 7,
  appointments: 7,
  enrollments: 7,
  imports: 7,
  clinical: 8,
  assessments: 8,
  certificates: 8,
  discussions: 8,
  telemedicine: 8,
  compliance: 9,
  safety: 9,
  analytics: 10,
  webhooks: 10,
  reporting: 10,
}

export const levelOf = (module: string): number => levels[module] ?? Number.NaN
export const isLower = (below: string, above: string): boolean => levelOf(below) < levelOf(above)
