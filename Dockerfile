# One image for every process: docker-compose.yml says which one a container runs. docs/deployment.md, decision 10.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY tsconfig.json prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
COPY public ./public
COPY src ./src
RUN node scripts/generate.mjs && node scripts/build.mjs
# What only the build needs is most of the packages' weight. The Prisma client may use its command line (an optional peer): npm 10 would keep it.
RUN npm pkg delete devDependencies dependencies.prisma dependencies.esbuild && npm prune --omit=dev --omit=peer

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/public ./public
COPY prisma/migrations ./prisma/migrations
COPY views ./views
COPY scripts/compose/healthcheck.mjs ./healthcheck.mjs
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "healthcheck.mjs"]
CMD ["node", "--enable-source-maps", "dist/web.js"]
