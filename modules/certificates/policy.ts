import { AppError } from '#platform/errors.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const chars = 16
/** Random bytes that a number needs: 80 bits, five per character. */
export const numberBytes = chars

/**
 * A certificate's number: up to six letters or digits of the course's code, then 80 random bits in Crockford's base 32, which has
 * no I, L, O and U that people confuse. `random`: at least `numberBytes` bytes.
 */
export function newNumber(courseCode: string, random: Uint8Array): string {
  const prefix =
    courseCode
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(0, 6) || 'CERT'
  const code = Array.from(random.subarray(0, chars), (byte) => alphabet[byte & 31]).join('')
  return inGroups(prefix, code)
}

/** The number a person meant: without regard to case, spaces and hyphens, with O read as 0 and I and L as 1 in the random part. */
export function readNumber(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const code = plain.slice(-chars).replaceAll('O', '0').replace(/[IL]/g, '1').replaceAll('U', 'V')
  return plain.length > chars ? inGroups(plain.slice(0, -chars), code) : plain
}

const inGroups = (prefix: string, code: string) => [prefix, ...(code.match(/.{4}/g) ?? [])].join('-')

/**
 * Until when a certificate counts: the same wall-clock time so many calendar months later in the holder's zone; where that month has
 * no such day, its last day. Null: it never expires.
 */
export function expiryOf(issued: Temporal.Instant, validityMonths: number | null, zone: string): Temporal.Instant | null {
  return validityMonths === null ? null : issued.toZonedDateTimeISO(zone).add({ months: validityMonths }).toInstant()
}

type Dates = { expiryDate: string | null; revokedAt: string | null }
/** What a certificate is worth at `now`; revoked outweighs expired. */
export function stateOf({ expiryDate, revokedAt }: Dates, now: Temporal.Instant): 'valid' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked'
  return expiryDate !== null && Temporal.Instant.compare(Temporal.Instant.from(expiryDate), now) <= 0 ? 'expired' : 'valid'
}

/** What somebody with these rights may do with a certificate in this state. */
export function mayDo(permissions: ReadonlySet<string>, state: string) {
  return {
    revoke: state !== 'revoked' && permissions.has('certificates:revoke'),
    reissue: state === 'valid' && permissions.has('certificates:issue'),
  }
}

export const alreadyRevoked = () => new AppError(409, 'certificates.already_revoked', 'This certificate has been revoked already.')
export const notValid = () => new AppError(409, 'certificates.not_valid', 'Only a valid certificate can be issued again.')
export const alreadyIssued = () => new AppError(409, 'certificates.already_issued', 'This certificate has just been issued.')
export const replaced = 'Replaced by a corrected certificate'
export const nameTaken = () => new AppError(409, 'certificates.name_taken', 'Another design has this name.')
