/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'roles:read': { says: 'See roles and what they allow', roles: ['admin', 'tenant_administrator'] },
  'roles:write': { says: 'Give and take roles', roles: ['tenant_administrator'] },
} as const
