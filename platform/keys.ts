import { hkdfSync } from 'node:crypto'

/** Keys derived from the root secret, one per purpose. */
export type Keys = { derive: (purpose: string) => Buffer }

export function openKeys(rootSecret: string): Keys {
  return { derive: (purpose) => Buffer.from(hkdfSync('sha256', rootSecret, 'salus', purpose, 32)) }
}
