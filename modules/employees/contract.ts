/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'employees:read': { says: 'See employment records of everybody', roles: ['admin', 'tenant_administrator'] },
  'employees:write': { says: 'Add employment records, move people and end employment', roles: ['admin', 'tenant_administrator'] },
  'employees:read_own': { says: 'See and keep up one’s own employment record', roles: ['employee'] },
  'fitness:read': {
    says: 'See fitness outcomes: one’s own, those of the people one manages, or those of one’s patients',
    roles: ['employee', 'oh_professional', 'manager'],
  },
} as const
