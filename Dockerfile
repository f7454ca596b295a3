# The gateway's image. The base is an exact version of the newest long-term Node; docs/releases.md says when it changes.
ARG NODE_IMAGE=docker.io/library/node:26.12.1-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Readable for the user of the image also if only the owner can read the files of the clone.
RUN npm run build && npm run sbom && chmod -R a+rX dist config package.json LICENSE sbom.cdx.json

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# An optional package would be TypeScript, which only the development uses.
RUN npm ci --omit=dev --omit=optional

FROM ${NODE_IMAGE}
# The programs need Node only.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg
# Every command in a container finds the same configuration, and `jobs` the gateway of the container.
ENV NODE_ENV=production \
    JOB_GATEWAY_CONFIG=/etc/job-gateway/gateway.yaml \
    JOB_GATEWAY_FIRST_RUN=/var/lib/job-gateway \
    JOBS_URL=http://127.0.0.1:8080
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/sbom.cdx.json /app/package.json /app/LICENSE ./
COPY --from=build /app/config/gateway.example.yaml config/
# The only folder that the gateway writes to; everything else may be read-only.
RUN ln -s /app/dist/apps/gateway/src/main.js /usr/local/bin/job-gateway \
    && ln -s /app/dist/apps/cli/src/main.js /usr/local/bin/jobs \
    && ln -s /app/dist/apps/cli/src/main.js /usr/local/bin/jgw \
    && chmod 0755 dist/apps/gateway/src/main.js dist/apps/cli/src/main.js \
    && install -d -m 0700 -o node -g node /var/lib/job-gateway
VOLUME /var/lib/job-gateway
# The number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 8080
# The command itself gives up after 5 s; to start it can take longer on a busy machine.
HEALTHCHECK --interval=30s --timeout=30s --start-period=60s CMD ["job-gateway", "health"]
ENTRYPOINT ["job-gateway"]
# Not the command of the base.
CMD []
ARG NODE_IMAGE
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="job-gateway" \
      org.opencontainers.image.description="One REST API over the jobs of ONTAP, Service Engine and Unified Manager" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.base.name="${NODE_IMAGE}" \
      job-gateway.sbom="/app/sbom.cdx.json" \
      job-gateway.sbom.format="CycloneDX"
