export { contentParts, mentionedPeople, mentionedUsernames, type ContentPart } from './content-parts.ts'
