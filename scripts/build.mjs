// Bundles the server's processes into dist/ and what browsers load into public/build/.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as bundle } from 'esbuild'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The processes: what each is called in dist/, and where it begins. */
const serverEntries = {
  web: 'src/web.ts',
  worker: 'src/worker.ts',
  scheduler: 'src/scheduler.ts',
  supervisor: 'src/supervisor.ts',
  migrate: 'src/migrate.ts',
  'admin-command': 'src/admin-command.ts',
  'start-background': 'src/launcher/start-background.ts',
  stop: 'src/launcher/stop.ts',
  doctor: 'src/launcher/doctor/examine.ts',
  'redis-guard': 'src/launcher/redis/guard-process.ts',
  'embedded-redis': 'src/launcher/redis/embedded-process.ts',
}

/** Builds everything. Throws esbuild's error, with its messages printed, when the sources don't compile. */
export async function build() {
  await Promise.all([buildServer(path.join(root, 'dist'), serverEntries), buildAssets()])
}

/**
 * Bundles processes into a folder.
 * @param {string} folder absolute
 * @param {Record<string, string>} entries name in the folder → path of the source; those that don't exist are left out
 */
export async function buildServer(folder, entries) {
  const entryPoints = Object.fromEntries(
    Object.entries(entries)
      .map(([name, source]) => [name, path.resolve(root, source)])
      .filter(([, source]) => source && existsSync(source)),
  )
  const { outputFiles } = await bundle({
    entryPoints,
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: await loadedAsPackages(),
    // What of a bundled package is CommonJS asks for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    splitting: true,
    sourcemap: true,
    // Traces name files and lines; the files are here.
    sourcesContent: false,
    write: false,
  })
  await replaceFolder(folder, outputFiles)
}

/**
 * Packages that are bundled, with what they depend on. Node looks at several places for each file of a package, and web would begin with
 * four thousand such looks, worker and scheduler with two thousand each: on Windows that is seconds. Of zod, which carries fifty languages
 * of messages, and BullMQ the bundle keeps what is used. The others hold native code, WebAssembly or files that they look for beside
 * themselves, or are seldom loaded.
 */
const bundledPackages = new Set([
  '@socket.io/redis-adapter',
  '@socket.io/redis-emitter',
  'bullmq',
  'compression',
  'connect-redis',
  'csurf',
  'ejs',
  'express',
  'express-session',
  'fractional-indexing',
  'helmet',
  'ioredis',
  'markdown-it',
  'passport',
  'quick-lru',
  'socket.io',
  'uuid',
  'zod',
])

/** What stays a package that Node loads at run time. */
async function loadedAsPackages() {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter((name) => !bundledPackages.has(name))
    .flatMap((name) => [name, `${name}/*`])
}

async function buildAssets() {
  const folder = path.join(root, 'public/build')
  const bundled = await Promise.all([
    bundleAsset('src/browser/main.ts', folder),
    bundleAsset('public/css/app.css', folder),
  ])
  const icons = await hashedCopy('public/icons/icons.svg', folder)
  const files = [...bundled.flat(), ...icons]
  /** @type {Record<string, string>} */
  const manifest = {}
  for (const { path: file } of files) {
    if (!file.endsWith('.map')) manifest[path.basename(file).replace(/-[^-.]+(\.\w+)$/, '$1')] = path.basename(file)
  }
  const manifestFile = {
    path: path.join(folder, 'manifest.json'),
    contents: Buffer.from(JSON.stringify(manifest, null, 2)),
  }
  await replaceFolder(folder, [...files, manifestFile])
}

/**
 * @param {string} source
 * @param {string} folder
 * @returns {Promise<OutputFile[]>} `app-<hash>.<ending>` and its source map; nothing when there is no such source
 */
async function bundleAsset(source, folder) {
  const file = path.join(root, source)
  if (!existsSync(file)) return []
  const { outputFiles } = await bundle({
    entryPoints: [{ in: file, out: 'app' }],
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    write: false,
  })
  return outputFiles
}

/**
 * @param {string} source
 * @param {string} folder
 * @returns {Promise<OutputFile[]>}
 */
async function hashedCopy(source, folder) {
  const file = path.join(root, source)
  if (!existsSync(file)) return []
  const contents = await readFile(file)
  const { name, ext } = path.parse(file)
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase()
  return [{ path: path.join(folder, `${name}-${hash}${ext}`), contents }]
}

/** @typedef {{ path: string, contents: Uint8Array }} OutputFile */

/**
 * Writes the files of a build, each in one step, the manifest last. The files of the build before stay: a server that still runs,
 * and the pages that it sent, go on loading theirs.
 * @param {string} folder
 * @param {OutputFile[]} files
 */
async function replaceFolder(folder, files) {
  await mkdir(folder, { recursive: true })
  for (const { path: file, contents } of files) {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(`${file}.new`, contents)
    await rename(`${file}.new`, file)
  }
  await removeOlderBuilds(
    folder,
    files.map(({ path: file }) => path.relative(folder, file)),
  )
}

/**
 * @param {string} folder
 * @param {string[]} current relative to the folder
 */
async function removeOlderBuilds(folder, current) {
  const listFile = path.join(folder, '.builds.json')
  const before = await readFile(listFile, 'utf8').then(
    (text) => /** @type {string[][]} */ (JSON.parse(text)),
    () => [],
  )
  const [last = []] = before
  const builds = sameFiles(last, current) ? before : [current, last]
  const kept = new Set(builds.flat())
  for (const file of await readdir(folder)) {
    if (!file.startsWith('.') && !kept.has(file)) await rm(path.join(folder, file), { recursive: true, force: true })
  }
  await writeFile(listFile, JSON.stringify(builds))
}

/**
 * @param {string[]} some
 * @param {string[]} others
 */
function sameFiles(some, others) {
  return [...some].sort().join('\n') === [...others].sort().join('\n')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
