import { readFileSync } from 'node:fs'
import path from 'node:path'
import ejs from 'ejs'
import { formatting } from './formatting.ts'

/** Draws templates: the same call for pages, history, live changes and catch-up. */
export interface Views {
  /** @param template its path below views/, without the ending, e.g. `chat/_message` */
  render(template: string, locals: object): string
}

type Template = (locals: object) => string

/**
 * Templates are compiled at first use and kept.
 * @param folder the views/ folder
 * @param manifestFile the build's list of hashed asset names; absent before the first build, e.g. in a worker of a test
 */
export function createViews(folder: string, manifestFile: string): Views {
  const compiled = new Map<string, Template>()
  const asset = assetFinder(manifestFile)
  const shared = {
    ...formatting,
    asset,
    icon: kept((name, size = '') => render('shared/_icon', { asset, name, size })),
  }

  const templateOf = (name: string): Template => {
    const known = compiled.get(name)
    if (known) return known
    const filename = path.join(folder, `${name}.ejs`)
    const made = ejs.compile(readFileSync(filename, 'utf8'), {
      filename,
      root: folder,
      cache: true,
      rmWhitespace: true,
    }) as Template
    compiled.set(name, made)
    return made
  }
  const render = (template: string, locals: object): string => templateOf(template)(locals)
  return { render: (template, locals) => render(template, { ...shared, ...locals }) }
}

// A page holds thirty icons, the same ones each time: each is drawn once.
function kept(draw: (name: string, size?: string) => string): (name: string, size?: string) => string {
  const drawn = new Map<string, string>()
  return (name, size) => {
    const key = `${name} ${size}`
    const html = drawn.get(key) ?? draw(name, size)
    drawn.set(key, html)
    return html
  }
}

function assetFinder(manifestFile: string): (name: string) => string {
  let manifest: Record<string, string> | undefined
  return (name) => {
    manifest ??= JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>
    const file = manifest[name]
    if (!file) throw new Error(`the build has no asset "${name}"`)
    return `/build/${file}`
  }
}
