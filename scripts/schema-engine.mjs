import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as runtime from '@prisma/schema-engine-wasm/schema_engine_bg'

/** @type {Promise<runtime.SchemaEngine> | undefined} */
let loading

/**
 * Prisma's schema engine as WebAssembly, without a database: good for comparing data models. Loaded once, because the
 * package can hold one instance only.
 * @returns {Promise<runtime.SchemaEngine>}
 */
export function loadSchemaEngine() {
  loading ??= instantiate()
  return loading
}

async function instantiate() {
  const packageFolder = path.dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')))
  const wasm = await readFile(path.join(packageFolder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': runtime })
  runtime.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
  return runtime.SchemaEngine.new({ datamodels: undefined }, () => {}, offlineDatabase)
}

// The engine wants a connection even to compare two texts. This one answers nothing to everything.
const connection = {
  provider: 'sqlite',
  adapterName: 'offline',
  queryRaw: async () => ok({ columnNames: [], columnTypes: [], rows: [] }),
  executeRaw: async () => ok(0),
  executeScript: async () => ok(undefined),
  startTransaction: () => Promise.reject(new Error('there is no database behind this connection')),
  dispose: async () => ok(undefined),
}

const offlineDatabase = {
  provider: 'sqlite',
  adapterName: 'offline',
  errorRegistry: { consumeError: () => undefined },
  connect: async () => ok(connection),
  connectToShadowDb: async () => ok(connection),
}

/**
 * The engine's shape of a result.
 * @template Value
 * @param {Value} value
 */
function ok(value) {
  return {
    ok: true,
    value,
    /** @param {(value: Value) => unknown} change */
    map: (change) => ok(change(value)),
    /** @param {(value: Value) => unknown} change */
    flatMap: (change) => change(value),
  }
}
