import { Resolver } from 'node:dns/promises'
import type { Config } from './config.ts'

const nothing = new Set(['ENODATA', 'ENOTFOUND', 'NXDOMAIN'])

/** The TXT records of a name, each as one text; none is an empty list. Throws where no answer can be had. */
export async function textRecords({ DNS_SERVER }: Pick<Config, 'DNS_SERVER'>, name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  if (DNS_SERVER) resolver.setServers([DNS_SERVER])
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
  } catch (error) {
    if (nothing.has((error as { code: string }).code)) return []
    throw error
  }
}
