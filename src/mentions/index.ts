export { drawContent, everyoneKey, mentionedNames, mentionedPeople, type MentionedNames } from './content.ts'
export { content } from './content-field.ts'
export { mentionRoutes, type FindMentionable, type MentionPlaces } from './mentions-api.routes.ts'
