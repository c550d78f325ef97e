import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../src/app/config.ts'

export function deploymentDocument(): string {
  return readFileSync(path.join(projectRoot, 'docs/deployment.md'), 'utf8')
}

/**
 * The block of commands in docs/deployment.md that holds `text`.
 * @throws {Error} when there is none
 */
export function documented(text: string): string {
  const blocks = [...deploymentDocument().matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block]) => block ?? '')
  const found = blocks.find((block) => block.includes(text))
  if (found === undefined) throw new Error(`docs/deployment.md has no command with ${text}`)
  return found
}
