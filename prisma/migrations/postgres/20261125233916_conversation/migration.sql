-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "NotificationType" ADD VALUE 'reply';
ALTER TYPE "NotificationType" ADD VALUE 'comment';
ALTER TYPE "NotificationType" ADD VALUE 'assignment';
ALTER TYPE "NotificationType" ADD VALUE 'due_soon';
ALTER TYPE "NotificationType" ADD VALUE 'overdue';
ALTER TYPE "NotificationType" ADD VALUE 'added_to_board';
ALTER TYPE "NotificationType" ADD VALUE 'added_to_room';

-- DropForeignKey
ALTER TABLE "Notification" DROP CONSTRAINT "Notification_senderId_fkey";

-- DropForeignKey
ALTER TABLE "Notification" DROP CONSTRAINT "Notification_messageId_fkey";

-- DropIndex
DROP INDEX "Notification_recipientId_type_messageId_key";

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "timeZone" TEXT;

-- AlterTable
ALTER TABLE "BoardMember" ADD COLUMN     "isMuted" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "commentCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "threadVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ChatRoom" ADD COLUMN     "archivedAt" TIMESTAMP(3),
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "isPrivate" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "messageCount" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ChatMessage" ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "editedAt" TIMESTAMP(3),
ADD COLUMN     "mentionsRoom" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ordinal" INTEGER;

-- Until now a room's version counted its messages and nothing else.
UPDATE "ChatRoom" SET "messageCount" = "version";
UPDATE "ChatMessage" SET "ordinal" = "position";
ALTER TABLE "ChatMessage" ALTER COLUMN "ordinal" SET NOT NULL;

-- AlterTable
ALTER TABLE "Notification" ADD COLUMN     "boardId" INTEGER,
ADD COLUMN     "commentId" TEXT,
ADD COLUMN     "roomId" INTEGER,
ADD COLUMN     "sourceKey" TEXT,
ADD COLUMN     "taskId" INTEGER,
ALTER COLUMN "senderId" DROP NOT NULL;

DELETE FROM "Notification" WHERE "messageId" IS NULL;
UPDATE "Notification" SET "boardId" = room."boardId", "roomId" = room."id", "sourceKey" = 'message:' || message."id"
FROM "ChatMessage" message JOIN "ChatRoom" room ON room."id" = message."roomId" WHERE message."id" = "Notification"."messageId";
ALTER TABLE "Notification" ALTER COLUMN "boardId" SET NOT NULL, ALTER COLUMN "sourceKey" SET NOT NULL;

-- CreateTable
CREATE TABLE "ChatRoomMember" (
    "roomId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "joinedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leftAt" TIMESTAMP(3),
    "isMuted" BOOLEAN NOT NULL DEFAULT false,
    "readVersion" INTEGER NOT NULL DEFAULT 0,
    "readCount" INTEGER NOT NULL DEFAULT 0,
    "inboxVersion" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ChatRoomMember_pkey" PRIMARY KEY ("roomId","userId")
);

-- CreateTable
CREATE TABLE "TaskThreadComment" (
    "id" TEXT NOT NULL,
    "taskId" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,
    "parentId" TEXT,
    "content" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "TaskThreadComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentMention" (
    "commentId" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,

    CONSTRAINT "CommentMention_pkey" PRIMARY KEY ("commentId","userId")
);

-- CreateIndex
CREATE INDEX "ChatRoomMember_userId_leftAt_idx" ON "ChatRoomMember"("userId", "leftAt");

-- CreateIndex
CREATE INDEX "ChatRoomMember_userId_inboxVersion_idx" ON "ChatRoomMember"("userId", "inboxVersion");

-- CreateIndex
CREATE INDEX "TaskThreadComment_taskId_version_idx" ON "TaskThreadComment"("taskId", "version");

-- CreateIndex
CREATE INDEX "TaskThreadComment_parentId_idx" ON "TaskThreadComment"("parentId");

-- CreateIndex
CREATE UNIQUE INDEX "TaskThreadComment_authorId_clientId_key" ON "TaskThreadComment"("authorId", "clientId");

-- CreateIndex
CREATE UNIQUE INDEX "TaskThreadComment_taskId_position_key" ON "TaskThreadComment"("taskId", "position");

-- CreateIndex
CREATE INDEX "CommentMention_userId_idx" ON "CommentMention"("userId");

-- CreateIndex
CREATE INDEX "Notification_recipientId_type_position_idx" ON "Notification"("recipientId", "type", "position");

-- CreateIndex
CREATE INDEX "Notification_recipientId_boardId_position_idx" ON "Notification"("recipientId", "boardId", "position");

-- CreateIndex
CREATE INDEX "Notification_isRead_createdAt_idx" ON "Notification"("isRead", "createdAt");

-- CreateIndex
CREATE INDEX "Notification_boardId_idx" ON "Notification"("boardId");

-- CreateIndex
CREATE INDEX "Notification_messageId_idx" ON "Notification"("messageId");

-- CreateIndex
CREATE INDEX "Notification_commentId_idx" ON "Notification"("commentId");

-- CreateIndex
CREATE INDEX "Notification_taskId_idx" ON "Notification"("taskId");

-- CreateIndex
CREATE INDEX "Notification_roomId_idx" ON "Notification"("roomId");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_recipientId_sourceKey_key" ON "Notification"("recipientId", "sourceKey");

-- AddForeignKey
ALTER TABLE "ChatRoomMember" ADD CONSTRAINT "ChatRoomMember_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "ChatRoom"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatRoomMember" ADD CONSTRAINT "ChatRoomMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskThreadComment" ADD CONSTRAINT "TaskThreadComment_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskThreadComment" ADD CONSTRAINT "TaskThreadComment_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskThreadComment" ADD CONSTRAINT "TaskThreadComment_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "TaskThreadComment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentMention" ADD CONSTRAINT "CommentMention_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "TaskThreadComment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentMention" ADD CONSTRAINT "CommentMention_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_senderId_fkey" FOREIGN KEY ("senderId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "ChatMessage"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "TaskThreadComment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "ChatRoom"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everyone on a board is in its rooms, and has read what is there.
INSERT INTO "ChatRoomMember" ("roomId", "userId", "joinedAt", "readVersion", "readCount")
SELECT room."id", member."userId", member."joinedAt", room."version", room."messageCount"
FROM "ChatRoom" room JOIN "BoardMember" member ON member."boardId" = room."boardId" WHERE member."leftAt" IS NULL;
