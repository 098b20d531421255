// The same weather for Socket.IO 4 with connection state recovery and retries, as its documentation
// has them. Usage: node benchmarks/chaos/socket-io.cjs [--events 20000] [--kills 0] [--seed 1];
// needs npm install in benchmarks/fanout. One server process, in memory.
const { fork } = require("child_process");
const { createRequire } = require("module");
const net = require("net");
const path = require("path");

const load = createRequire(path.join(__dirname, "../fanout/package.json"));
const CLIENTS = 200;
const TOPICS = 10;
const PER_SECOND = 400;
const SENDS = 100;
const CUT = 2000;
const EVERY = 10_000;

if (process.argv[2] === "server") serve(Number(process.argv[3]));
else run();

/** A server: publishes what its parent says, and tells it of each message. */
function serve(port) {
  const { Server } = load("socket.io");
  const io = new Server(port, {
    transports: ["websocket"], connectionStateRecovery: {}, pingInterval: 2000, pingTimeout: 2000,
  });
  io.on("connection", (socket) => {
    if (!socket.recovered) socket.join(socket.handshake.auth.topics);
    socket.on("send", (client, k, done) => {
      process.send({ client, k });
      done();
    });
  });
  process.on("message", ({ topic, n }) => {
    io.to(topic).emit("say", topic, n);
    process.send({ published: n });
  });
  process.on("disconnect", () => process.exit(0));
  io.httpServer.on("listening", () => process.send("up"));
}

async function run() {
  const option = (name, value) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? value : Number(process.argv[at + 1]);
  };
  const events = option("events", 20_000);
  const seconds = events / PER_SECOND;
  const kills = option("kills", 0);
  const random = mulberry(option("seed", 1));
  const port = await freePort();
  const effects = new Map();
  let server = await start();
  let answered = () => {};

  async function start() {
    const child = fork(__filename, ["server", port]);
    await new Promise((resolve) => child.once("message", resolve));
    child.on("message", ({ published: one, client, k }) => {
      if (one) answered();
      else effects.set(`${client} ${k}`, (effects.get(`${client} ${k}`) ?? 0) + 1);
    });
    return child;
  }

  const clients = [];
  for (let i = 0; i < CLIENTS; i++) clients.push(await connect(i, port, random));
  const last = {};
  const begun = Date.now();
  let published = false;
  const weather = clients.map(async ({ line }) => {
    await pause(random() * EVERY);
    while (!published) {
      line.cut();
      await pause(CUT);
      line.mend();
      await pause(EVERY - CUT);
    }
  });
  const killing = (async () => {
    for (let i = 0; i < kills; i++) {
      await pause(seconds * 1000 / (kills + 1));
      const dead = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await dead;
      server = await start();
      answered();
    }
  })();
  const publishing = (async () => {
    for (let i = 0; i < events; i++) {
      const topic = `t${i % TOPICS}`;
      const n = last[topic] = (last[topic] ?? 0) + 1;
      // A publisher that does not know whether its event is out does not publish it again.
      await new Promise((resolve) => {
        answered = resolve;
        if (!server.connected || !server.send({ topic, n }, (error) => error && retry())) retry();
        function retry() { setTimeout(() => server.connected ? server.send({ topic, n }) : retry(), 50); }
      });
      await pause(begun + i * 1000 / PER_SECOND - Date.now());
    }
    published = true;
  })();
  const sending = clients.map(async (client) => {
    for (let k = 0; k < SENDS; k++) {
      client.send(k);
      await pause(seconds * 1000 / SENDS);
    }
  });
  await Promise.all([...weather, killing, publishing, ...sending]);
  for (const { line } of clients) line.mend();
  for (let quiet = 0, before = -1; quiet < 10; quiet++) {
    const now = clients.reduce((sum, { received }) => sum + received(), 0) + effects.size;
    if (now !== before) quiet = 0;
    before = now;
    await pause(500);
  }

  const sum = (name) => clients.reduce((all, { seen }) => all + seen[name], 0);
  let lost = sum("lost");
  for (const { seen, topics } of clients) {
    for (const topic of topics) lost += last[topic] - (seen.last[topic] ?? 0);
  }
  const again = [...effects.values()].filter((count) => count > 1).length;
  console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${sum("cuts")} cuts, ${kills} kills, ${sum("events")} delivered, ${sum("recovered")} of ${sum("connects")} reconnections recovered`);
  console.log(`messages: ${SENDS * CLIENTS}, effects: ${effects.size}, happened twice: ${again}`);
  console.log(`lost ${lost + SENDS * CLIENTS - effects.size}, doubled ${sum("doubled") + again}, out of order ${sum("disordered")}`);
  process.exit(0);
}

/** A client of two topics behind a line of its own. */
async function connect(id, port, random) {
  const { io } = load("socket.io-client");
  const first = Math.floor(random() * TOPICS);
  const topics = [`t${first}`, `t${(first + 1 + Math.floor(random() * (TOPICS - 1))) % TOPICS}`];
  const seen = {
    last: {}, events: 0, lost: 0, doubled: 0, disordered: 0, cuts: 0, connects: -1, recovered: 0,
  };
  const line = await openLine(port, seen);
  const socket = io(`http://127.0.0.1:${line.port}`, {
    transports: ["websocket"], auth: { topics }, retries: 1_000_000, ackTimeout: 3000,
    reconnectionDelay: 250, reconnectionDelayMax: 2000, forceNew: true,
  });
  socket.on("connect", () => {
    seen.connects++;
    if (socket.recovered) seen.recovered++;
  });
  socket.on("say", (topic, n) => {
    seen.events++;
    const known = seen.last[topic] ?? 0;
    if (n === known) seen.doubled++;
    else if (n < known) seen.disordered++;
    else {
      seen.lost += n - known - 1;
      seen.last[topic] = n;
    }
  });
  await new Promise((resolve) => socket.once("connect", resolve));
  return {
    seen, line, topics, received: () => seen.events, send: (k) => socket.emit("send", id, k, () => {}),
  };
}

/** A line to the server that can be cut. */
async function openLine(target, seen) {
  const open = new Set();
  let isCut = false;
  const server = net.createServer((client) => {
    if (isCut) return client.destroy();
    const upstream = net.connect(target, "127.0.0.1");
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      open.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      one.on("error", () => {});
      one.on("close", () => { open.delete(one); other.destroy(); });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    cut() {
      seen.cuts++;
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() { isCut = false; },
  };
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const pause = (millis) => millis > 1 && new Promise((resolve) => setTimeout(resolve, millis));

/** Random numbers of a seed: mulberry32. */
function mulberry(seed) {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}
