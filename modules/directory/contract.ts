/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'people:read': {
    says: 'Find people of the organisation',
    roles: ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'tenant_administrator'],
  },
  'people:write': { says: 'Add, invite and change people', roles: ['admin', 'tenant_administrator'] },
  'directory:read': {
    says: 'See organisations, branches and departments',
    roles: ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'tenant_administrator'],
  },
  'directory:write': { says: 'Change organisations, branches and departments', roles: ['admin', 'tenant_administrator'] },
} as const
