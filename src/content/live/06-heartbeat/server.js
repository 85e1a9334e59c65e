const server = new WebSocketServer({ port: 8080 });

server.on('connection', (socket) => {
  socket.on('error', console.error);

  socket.on('message', (data) => {
    if (data.toString() === 'ping') socket.send('pong');
  });

  socket.on('close', (code) => console.log('close', code));
});
