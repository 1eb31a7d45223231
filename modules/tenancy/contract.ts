/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'tenants:read': { says: 'See the settings of the organisation', roles: ['admin', 'tenant_administrator'] },
  'tenants:write': { says: 'Change the settings of the organisation', roles: ['tenant_administrator'] },
} as const
