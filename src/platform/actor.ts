/** A person as others see them. */
export interface Person {
  id: number
  username: string
  displayName: string
}

/** Who asks: the signed-in person of a request or a socket. */
export interface Actor extends Person {
  isSiteAdmin: boolean
  /** Whether they act on the admin site, with an owner's rights on every board. Set by the door `siteAdmin` and nowhere else. */
  readonly administers?: true
}

/** Somebody who acts on the admin site. */
export interface Administrator extends Actor {
  readonly administers: true
}
