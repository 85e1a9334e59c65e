const KEPT = 100;

const server = new WebSocketServer({ port: 8080 });
let kept = [];
let count = 0;

server.on('connection', (socket, request) => {
  const { searchParams } = new URL(request.url, 'ws://localhost');
  const after = Number(searchParams.get('after'));
  socket.on('error', console.error);

  const missed = kept.filter(({ number }) => number > after);
  console.log('after', after, 'missed', missed.length);
  for (const message of missed) socket.send(JSON.stringify(message));
});

setInterval(() => {
  count++;
  const message = { number: count, text: `news ${count}` };
  kept = [...kept, message].slice(-KEPT);
  console.log(message.text, 'clients', server.clients.size);
  for (const client of server.clients) client.send(JSON.stringify(message));
}, 1000);
