/** A response, read to its end. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Where it redirects to. */
  location: string | null
  /** The body as JSON. */
  json(): Record<string, unknown>
}

export interface Sending {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | FormData
}

/** What requests that raced were answered, lowest first. */
export function statusesOf(answers: Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((one, other) => one - other)
}

/** Somebody with a browser of their own: keeps cookies and knows the token of their session. Follows no redirect by itself. */
export class Visitor {
  readonly url: string
  #cookies = new Map<string, string>()
  #token: { session: string | undefined; value: string } | undefined

  constructor(url: string) {
    this.url = url
  }

  /** The `Cookie` header, for sockets. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** The same cookies in another browser, or at another process. */
  copy(url = this.url): Visitor {
    const copied = new Visitor(url)
    for (const [name, value] of this.#cookies) copied.#cookies.set(name, value)
    return copied
  }

  async send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    this.#keepCookies(response)
    const text = await response.text()
    const location = response.headers.get('location')
    const json = (): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>
    return { status: response.status, headers: response.headers, text, location, json }
  }

  get(path: string): Promise<Answer> {
    return this.send(path)
  }

  /** Sends a form, with the session's token unless `_csrf` is among the fields. */
  async post(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams({ _csrf: fields['_csrf'] ?? (await this.token()), ...fields }).toString()
    return this.send(path, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  }

  /** Sends a form with a file, with the session's token. The fields come before the file, as in the pages. */
  async upload(path: string, fields: Record<string, string>, file: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
    const form = new FormData()
    for (const [name, value] of Object.entries({ _csrf: await this.token(), ...fields })) form.append(name, value)
    form.append('file', new Blob([file], { type: 'application/json' }), 'board.json')
    return this.send(path, { method: 'POST', body: form })
  }

  /** Asks the JSON API, with the session's token where one is needed. */
  async api(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = method === 'GET' ? {} : { 'x-csrf-token': await this.token() }
    if (body === undefined) return this.send(path, { method, headers })
    headers['content-type'] = 'application/json'
    return this.send(path, { method, headers, body: JSON.stringify(body) })
  }

  /** The token of this session, read from a page as a browser does. */
  async token(): Promise<string> {
    const session = this.#session()
    if (this.#token && this.#token.session === session) return this.#token.value
    for (const path of ['/', '/accounts/login/', '/accounts/setup/']) {
      const value = /<meta name="csrf-token" content="([^"]+)">/.exec((await this.get(path)).text)?.[1]
      if (value === undefined) continue
      this.#token = { session: this.#session(), value }
      return value
    }
    throw new Error('no page has a token')
  }

  /** The session's cookie; its name ends in a part of the installation's id. */
  #session(): string | undefined {
    return [...this.#cookies].find(([name]) => name.startsWith('taskflow-'))?.[1]
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
}
