// Socket.IO as its documentation has it: io.emit to everybody. Driven like the other contenders.
const http = require("http");
const { Server } = require("socket.io");

const PAD = "x".repeat(240);
const HOUR = 3_600_000;
let next = 0;

const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname === "/publish") {
    const count = Number(url.searchParams.get("count"));
    for (let i = 0; i < count; i++) {
      io.emit("say", { n: next++, text: PAD });
    }
    response.end();
  } else if (url.pathname === "/heap") {
    global.gc();
    response.end(String(process.memoryUsage().heapUsed));
  } else {
    response.writeHead(404).end();
  }
});
const io = new Server(server, {
  transports: ["websocket"], perMessageDeflate: false, pingInterval: HOUR, pingTimeout: HOUR,
});
server.keepAliveTimeout = HOUR;
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
