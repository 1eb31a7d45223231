import { hash, verify } from '@node-rs/argon2'

/** argon2id, 64 MiB, three passes, one lane; the PHC string carries parameters and salt. */
const parameters = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, parameters)
export const checkPassword = (stored: string, password: string): Promise<boolean> => verify(stored, password)
