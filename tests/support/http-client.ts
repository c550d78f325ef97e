/** A page or redirect as it was answered. */
export interface Answered {
  status: number
  location: string | null
  text: string
}

/** A browser without anything but a cookie jar: it follows no redirect and sends what it is told, with the session's token. */
export class HttpClient {
  readonly url: string
  readonly #address: string
  readonly #cookies = new Map<string, string>()
  #token: string | undefined

  /** `address` is where it says it comes from (X-Forwarded-For). */
  constructor(url: string, address: string) {
    this.url = url
    this.#address = address
  }

  get(path: string): Promise<Answered> {
    return this.#answered(path, {})
  }

  /** Opens the page that holds a form and sends the form to its address. */
  async submit(path: string, fields: Record<string, string>, action = path): Promise<Answered> {
    const page = await this.get(path)
    const token = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1]
    if (token === undefined) throw new Error(`${path} holds no form: ${page.status}`)
    const answered = await this.#answered(action, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, _csrf: token }),
    })
    // Signing in and out gives a new session, with a token of its own.
    this.#token = undefined
    return answered
  }

  /**
   * Calls the JSON API.
   * @throws {Error} with the answer when it is a refusal
   */
  async call<Facts>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Facts> {
    const { status, text } = await this.request(method, path, body)
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`)
    return JSON.parse(text) as Facts
  }

  /** The same, with a refusal as an answer too. */
  async request(method: string, path: string, body?: object): Promise<Answered> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (method !== 'GET') headers['x-csrf-token'] = await this.#csrfToken()
    return this.#answered(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  }

  cookieHeader(): string {
    return this.cookies()
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  cookies(): { name: string; value: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value }))
  }

  async #csrfToken(): Promise<string> {
    this.#token ??= (await this.call<{ csrfToken: string }>('GET', '/api/v1/me')).csrfToken
    return this.#token
  }

  async #answered(path: string, init: RequestInit): Promise<Answered> {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', this.#address)
    if (this.#cookies.size > 0) headers.set('cookie', this.cookieHeader())
    const response = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return { status: response.status, location: response.headers.get('location'), text: await response.text() }
  }

  #keep(setCookie: string): void {
    const [pair = ''] = setCookie.split(';')
    const at = pair.indexOf('=')
    this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}
