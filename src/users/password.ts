import { OperatorError } from '../platform/lifecycle.ts'

// Loaded at first use: most processes never see a password, and the library takes 15 MB.
const argon2 = () => import('@node-rs/argon2')

// The library's default is argon2id; the cost is OWASP's recommendation: 19 MiB, two passes (Password Storage Cheat Sheet).
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Says at the start what would else fail at the first password: on Windows the library needs a part of Microsoft's that not every Windows
 * has.
 * @throws {OperatorError} with what to install
 */
export async function requireHashing(): Promise<void> {
  if (process.platform !== 'win32') return
  try {
    await argon2()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new OperatorError(
      `Passwords can't be hashed: ${reason}. Install the Microsoft Visual C++ Redistributable (https://aka.ms/vs/17/release/vc_redist.x64.exe), then start again.`,
    )
  }
}

/** An argon2id hash, computed off the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await argon2()
  return hash(password, parameters)
}

// Unknown names take as long as known ones, so that the time of an answer tells nothing.
let hashOfNobody: string | undefined

/** Whether the password fits. Without a hash (no such person) it never does, after the same time. */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  hashOfNobody ??= await hashPassword('the password of nobody')
  const { verify } = await argon2()
  const fits = await verify(passwordHash ?? hashOfNobody, password)
  return fits && passwordHash !== undefined
}
