const SIZE = 4096;
const LIMIT = 4 * SIZE;
const TICKS = 16;

const server = new WebSocketServer({ port: 8080 });

function decide(tick, bufferedAmount) {
  if (tick > TICKS) return 'rest';
  return bufferedAmount + SIZE > LIMIT ? 'skip' : 'send';
}

server.on('connection', (socket) => {
  let tick = 0;

  const timer = setInterval(() => {
    tick++;
    const { bufferedAmount } = socket;
    const decision = decide(tick, bufferedAmount);
    console.log('tick', tick, decision, 'buffered', bufferedAmount);
    if (decision === 'send') socket.send(Buffer.alloc(SIZE, tick));
    if (decision === 'rest' && bufferedAmount === 0) clearInterval(timer);
  }, 250);

  socket.on('error', console.error);
  socket.on('close', () => clearInterval(timer));
});
