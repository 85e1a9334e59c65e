const server = new WebSocketServer({ port: 8080 });

server.on('connection', (socket) => {
  socket.isAlive = true;
  socket.on('pong', () => {
    socket.isAlive = true;
  });
  socket.on('error', console.error);
  socket.on('close', (code) => console.log('close', code));
  socket.send('Hello');
});

setInterval(() => {
  for (const socket of server.clients) {
    if (!socket.isAlive) {
      console.log('terminate');
      socket.terminate();
      continue;
    }
    socket.isAlive = false;
    socket.ping();
  }
}, 10000);
