# Waybill and the depot as servers; docs/one-machine.md says how to run it.
FROM node:24-bookworm-slim
WORKDIR /waybill
COPY . .
RUN npm ci --omit=dev
ENV WAYBILL_DATA_DIR=/data
VOLUME /data
# As `npm start` has it.
CMD ["node", "--max-semi-space-size=16", "bin/waybill.mjs", "start"]
