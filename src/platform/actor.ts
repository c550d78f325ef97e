/** A person as others see them. */
export interface Person {
  id: number
  username: string
  displayName: string
}

/** Who asks: the signed-in person of a request or a socket. */
export interface Actor extends Person {
  isSiteAdmin: boolean
}
