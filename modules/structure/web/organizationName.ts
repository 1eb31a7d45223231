import { organizations } from '#modules/directory/contract.ts'
import { usePages } from '#platform/web/data.ts'

/** What an organisation is called, for pages about what belongs to it. */
export function useOrganizationName(id: string): string | undefined {
  const { items } = usePages(organizations.list, {})
  return (items as { id: string; name: string }[]).find((one) => one.id === id)?.name
}
