const server = new WebSocketServer({ port: 8080 });
let count = 0;

server.on('connection', (socket) => {
  socket.on('error', console.error);
});

setInterval(() => {
  count++;
  const text = `news ${count}`;
  console.log(text, 'clients', server.clients.size);
  for (const client of server.clients) client.send(text);
}, 1000);
