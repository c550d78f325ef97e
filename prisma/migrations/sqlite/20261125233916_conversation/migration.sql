-- AlterTable
ALTER TABLE "User" ADD COLUMN "timeZone" TEXT;

-- CreateTable
CREATE TABLE "ChatRoomMember" (
    "roomId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "joinedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leftAt" DATETIME,
    "isMuted" BOOLEAN NOT NULL DEFAULT false,
    "readVersion" INTEGER NOT NULL DEFAULT 0,
    "readCount" INTEGER NOT NULL DEFAULT 0,
    "inboxVersion" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("roomId", "userId"),
    CONSTRAINT "ChatRoomMember_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "ChatRoom" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ChatRoomMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TaskThreadComment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "taskId" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,
    "parentId" TEXT,
    "content" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" DATETIME,
    "deletedAt" DATETIME,
    CONSTRAINT "TaskThreadComment_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TaskThreadComment_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "TaskThreadComment_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "TaskThreadComment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CommentMention" (
    "commentId" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,

    PRIMARY KEY ("commentId", "userId"),
    CONSTRAINT "CommentMention_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "TaskThreadComment" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "CommentMention_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_BoardMember" (
    "boardId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "joinedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leftAt" DATETIME,
    "isMuted" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("boardId", "userId"),
    CONSTRAINT "BoardMember_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "BoardMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_BoardMember" ("boardId", "joinedAt", "leftAt", "role", "userId", "version") SELECT "boardId", "joinedAt", "leftAt", "role", "userId", "version" FROM "BoardMember";
DROP TABLE "BoardMember";
ALTER TABLE "new_BoardMember" RENAME TO "BoardMember";
CREATE INDEX "BoardMember_userId_leftAt_idx" ON "BoardMember"("userId", "leftAt");
CREATE INDEX "BoardMember_boardId_version_idx" ON "BoardMember"("boardId", "version");
CREATE TABLE "new_Task" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "boardId" INTEGER NOT NULL,
    "columnId" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "rank" TEXT NOT NULL,
    "priority" TEXT,
    "startOn" TEXT,
    "dueOn" TEXT,
    "progress" INTEGER NOT NULL DEFAULT 0,
    "finishedAt" DATETIME,
    "archivedAt" DATETIME,
    "deletedAt" DATETIME,
    "createdById" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL,
    "threadVersion" INTEGER NOT NULL DEFAULT 0,
    "commentCount" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Task_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Task_columnId_fkey" FOREIGN KEY ("columnId") REFERENCES "Column" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Task_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Task" ("archivedAt", "boardId", "columnId", "createdAt", "createdById", "deletedAt", "description", "dueOn", "finishedAt", "id", "priority", "progress", "rank", "startOn", "title", "version") SELECT "archivedAt", "boardId", "columnId", "createdAt", "createdById", "deletedAt", "description", "dueOn", "finishedAt", "id", "priority", "progress", "rank", "startOn", "title", "version" FROM "Task";
DROP TABLE "Task";
ALTER TABLE "new_Task" RENAME TO "Task";
CREATE INDEX "Task_columnId_rank_idx" ON "Task"("columnId", "rank");
CREATE INDEX "Task_boardId_version_idx" ON "Task"("boardId", "version");
CREATE INDEX "Task_boardId_dueOn_idx" ON "Task"("boardId", "dueOn");
CREATE TABLE "new_ChatRoom" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "boardId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "isPrivate" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 0,
    "messageCount" INTEGER NOT NULL DEFAULT 0,
    "boardVersion" INTEGER NOT NULL,
    "createdById" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" DATETIME,
    "deletedAt" DATETIME,
    CONSTRAINT "ChatRoom_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ChatRoom_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- Until now a room's version counted its messages and nothing else.
INSERT INTO "new_ChatRoom" ("boardId", "boardVersion", "createdAt", "createdById", "description", "id", "messageCount", "name", "nameKey", "version") SELECT "boardId", "boardVersion", "createdAt", "createdById", "description", "id", "version", "name", "nameKey", "version" FROM "ChatRoom";
DROP TABLE "ChatRoom";
ALTER TABLE "new_ChatRoom" RENAME TO "ChatRoom";
CREATE INDEX "ChatRoom_boardId_boardVersion_idx" ON "ChatRoom"("boardId", "boardVersion");
CREATE UNIQUE INDEX "ChatRoom_boardId_nameKey_key" ON "ChatRoom"("boardId", "nameKey");
CREATE TABLE "new_ChatMessage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "roomId" INTEGER NOT NULL,
    "authorId" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "mentionsRoom" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "editedAt" DATETIME,
    "deletedAt" DATETIME,
    CONSTRAINT "ChatMessage_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "ChatRoom" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ChatMessage_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_ChatMessage" ("authorId", "clientId", "content", "createdAt", "id", "ordinal", "position", "roomId", "version") SELECT "authorId", "clientId", "content", "createdAt", "id", "position", "position", "roomId", "version" FROM "ChatMessage";
DROP TABLE "ChatMessage";
ALTER TABLE "new_ChatMessage" RENAME TO "ChatMessage";
CREATE INDEX "ChatMessage_roomId_version_idx" ON "ChatMessage"("roomId", "version");
CREATE UNIQUE INDEX "ChatMessage_authorId_clientId_key" ON "ChatMessage"("authorId", "clientId");
CREATE UNIQUE INDEX "ChatMessage_roomId_position_key" ON "ChatMessage"("roomId", "position");
CREATE TABLE "new_Notification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "recipientId" INTEGER NOT NULL,
    "senderId" INTEGER,
    "type" TEXT NOT NULL,
    "isRead" BOOLEAN NOT NULL DEFAULT false,
    "boardId" INTEGER NOT NULL,
    "messageId" TEXT,
    "commentId" TEXT,
    "taskId" INTEGER,
    "roomId" INTEGER,
    "sourceKey" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Notification_recipientId_fkey" FOREIGN KEY ("recipientId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Notification_senderId_fkey" FOREIGN KEY ("senderId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Notification_boardId_fkey" FOREIGN KEY ("boardId") REFERENCES "Board" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Notification_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "ChatMessage" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Notification_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "TaskThreadComment" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Notification_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Notification_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "ChatRoom" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Notification" ("boardId", "createdAt", "id", "isRead", "messageId", "position", "recipientId", "roomId", "senderId", "sourceKey", "type", "version")
SELECT room."boardId", told."createdAt", told."id", told."isRead", told."messageId", told."position", told."recipientId", room."id", told."senderId", 'message:' || told."messageId", told."type", told."version"
FROM "Notification" told JOIN "ChatMessage" message ON message."id" = told."messageId" JOIN "ChatRoom" room ON room."id" = message."roomId";
DROP TABLE "Notification";
ALTER TABLE "new_Notification" RENAME TO "Notification";
CREATE INDEX "Notification_recipientId_version_idx" ON "Notification"("recipientId", "version");
CREATE INDEX "Notification_recipientId_isRead_position_idx" ON "Notification"("recipientId", "isRead", "position");
CREATE INDEX "Notification_recipientId_type_position_idx" ON "Notification"("recipientId", "type", "position");
CREATE INDEX "Notification_recipientId_boardId_position_idx" ON "Notification"("recipientId", "boardId", "position");
CREATE INDEX "Notification_isRead_createdAt_idx" ON "Notification"("isRead", "createdAt");
CREATE INDEX "Notification_boardId_idx" ON "Notification"("boardId");
CREATE INDEX "Notification_messageId_idx" ON "Notification"("messageId");
CREATE INDEX "Notification_commentId_idx" ON "Notification"("commentId");
CREATE INDEX "Notification_taskId_idx" ON "Notification"("taskId");
CREATE INDEX "Notification_roomId_idx" ON "Notification"("roomId");
CREATE UNIQUE INDEX "Notification_recipientId_sourceKey_key" ON "Notification"("recipientId", "sourceKey");
CREATE UNIQUE INDEX "Notification_recipientId_position_key" ON "Notification"("recipientId", "position");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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

-- Everyone on a board is in its rooms, and has read what is there.
INSERT INTO "ChatRoomMember" ("roomId", "userId", "joinedAt", "readVersion", "readCount")
SELECT room."id", member."userId", member."joinedAt", room."version", room."messageCount"
FROM "ChatRoom" room JOIN "BoardMember" member ON member."boardId" = room."boardId" WHERE member."leftAt" IS NULL;
