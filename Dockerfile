FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY config config
RUN mkdir data && chown node:node data
VOLUME /app/data
USER node
EXPOSE 8080
ENTRYPOINT ["node", "dist/apps/gateway/src/main.js"]
CMD ["--config", "config/gateway.yaml"]
