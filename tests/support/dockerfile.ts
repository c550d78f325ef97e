import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../src/app/config.ts'

export interface Instruction {
  name: string
  rest: string
}

/** One stage of a Dockerfile, from FROM on. */
export interface Stage {
  image: string
  as: string | undefined
  instructions: Instruction[]
}

/** Reads the Dockerfile, stage by stage. */
export function readDockerfile(): Stage[] {
  const stages: Stage[] = []
  for (const line of readFileSync(path.join(projectRoot, 'Dockerfile'), 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [name = '', ...words] = line.split(' ')
    const rest = words.join(' ')
    const [image = '', , as] = words
    if (name === 'FROM') stages.push({ image, as, instructions: [] })
    else stages.at(-1)?.instructions.push({ name, rest })
  }
  return stages
}

/** What ENV of a stage sets. */
export function environmentOf({ instructions }: Stage): Record<string, string> {
  const pairs = instructions.filter(({ name }) => name === 'ENV').flatMap(({ rest }) => rest.split(' '))
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]))
}

/** The words of an instruction's last use, as of CMD; they are written as JSON. */
export function wordsOf({ instructions }: Stage, name: string): string[] {
  const rest = instructions.findLast((instruction) => instruction.name === name)?.rest ?? ''
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[]
}

/**
 * Builds what a Dockerfile builds, without a base image and without Docker: a folder for each stage's root.
 * @param folder below which the stages are made
 * @param run runs the words of RUN in the stage's working directory
 * @returns the folder of the last stage
 */
export async function buildStages(
  stages: Stage[],
  folder: string,
  run: (command: string, workingDirectory: string) => Promise<void>,
): Promise<string> {
  const roots = new Map<string, string>()
  let root = ''
  for (const [place, stage] of stages.entries()) {
    root = path.join(folder, stage.as ?? String(place))
    roots.set(stage.as ?? String(place), root)
    await buildStage(stage, root, roots, run)
  }
  return root
}

async function buildStage(
  { instructions }: Stage,
  root: string,
  roots: Map<string, string>,
  run: (command: string, workingDirectory: string) => Promise<void>,
): Promise<void> {
  let workingDirectory = root
  for (const { name, rest } of instructions) {
    if (name === 'WORKDIR') {
      workingDirectory = path.join(root, rest)
      mkdirSync(workingDirectory, { recursive: true })
    } else if (name === 'COPY') copy(rest.split(' '), root, workingDirectory, roots)
    else if (name === 'RUN') await run(rest, workingDirectory)
    else if (!['ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'].includes(name))
      throw new Error(`${name} is not known here`)
  }
}

function copy(words: string[], root: string, workingDirectory: string, roots: Map<string, string>): void {
  const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1]
  const sources = from ? words.slice(1, -1) : words.slice(0, -1)
  const target = path.resolve(workingDirectory, words.at(-1) ?? '')
  const sourceRoot = from ? (roots.get(from) ?? '') : projectRoot
  if (!target.startsWith(root)) throw new Error(`COPY to ${target} leaves the stage`)
  for (const source of sources) {
    const full = path.join(sourceRoot, source)
    if (!existsSync(full) || (!from && isIgnored(source))) throw new Error(`COPY ${source}: there is no such file`)
    const into = (words.at(-1) ?? '').endsWith('/') && !statSync(full).isDirectory()
    cpSync(full, into ? path.join(target, path.basename(source)) : target, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => from !== undefined || !isIgnored(path.relative(projectRoot, file)),
    })
  }
}

/** Whether .dockerignore keeps a file of the project out: its last line that fits the file, or a folder above it, says so. */
function isIgnored(file: string): boolean {
  const parts = file.split(path.sep)
  const above = parts.map((_part, place) => parts.slice(0, place + 1).join('/'))
  return ignoreLines().reduce((ignored, line) => {
    const pattern = line.replace(/^!/, '')
    const fits = pattern === '*' || above.includes(pattern)
    return fits ? !line.startsWith('!') : ignored
  }, false)
}

function ignoreLines(): string[] {
  const text = readFileSync(path.join(projectRoot, '.dockerignore'), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}
