FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build
# Code compiled once, so that each start of the container finds it.
RUN node -e "import('/app/dist/src/boot.js').then(({ boot }) => boot(() => import('/app/dist/src/start.js'))).then(() => process.exit())"
USER node
CMD ["node", "dist/src/main.js"]
