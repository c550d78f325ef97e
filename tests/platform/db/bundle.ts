import { rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))

export interface Bundle {
  /** A JavaScript file for `node`. */
  file: string
  remove: () => Promise<void>
}

/** Compiles a TypeScript program, given as text with imports relative to this folder, for a process of its own. */
export async function bundleProgram(program: string): Promise<Bundle> {
  const folder = path.join(projectRoot, 'node_modules/.cache', `test-program-${crypto.randomUUID()}`)
  await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: path.join(folder, 'program.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return { file: path.join(folder, 'program.mjs'), remove: () => rm(folder, { recursive: true, force: true }) }
}
