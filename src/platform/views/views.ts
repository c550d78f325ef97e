import { readFileSync } from 'node:fs'
import path from 'node:path'
import { compileTemplate, type Template } from './compile-template.ts'
import { formatting } from './formatting.ts'

/** Draws templates: the same call for pages, history, live changes and catch-up. */
export interface Views {
  /** @param template its path below views/, without the ending, e.g. `chat/_message` */
  render(template: string, locals: object): string
}

/**
 * Templates are compiled at first use and kept.
 * @param folder the views/ folder
 * @param manifestFile the build's list of hashed asset names; absent before the first build, e.g. in a worker of a test
 */
export function createViews(folder: string, manifestFile: string): Views {
  const compiled = new Map<string, Template>()
  const asset = assetFinder(manifestFile)
  const shared: object = Object.assign(Object.create(null), formatting, {
    asset,
    icon: kept((name, size = '') => render('shared/_icon', { name, size })),
  })

  const templateOf = (name: string): Template => {
    const known = compiled.get(name)
    if (known) return known
    const filename = path.join(folder, `${name}.ejs`)
    const made = compileTemplate(readFileSync(filename, 'utf8'), filename)
    compiled.set(name, made)
    return made
  }
  // Instead of EJS's own include, which copies all that the including template knows, thirty times a page: what is included looks
  // up through its prototype what it was not given.
  const render = (template: string, given: object, outer: object = shared): string => {
    const locals: object = Object.assign(Object.create(outer), given, {
      include: (included: string, more: object = {}) => render(included.slice(1), more, locals),
    })
    return templateOf(template)(locals)
  }
  return { render: (template, locals) => render(template, locals) }
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
