export { drawContent, everyoneKey, mentionedNames, mentionedPeople, type MentionedNames } from './content.ts'
