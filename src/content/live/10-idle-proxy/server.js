const server = new WebSocketServer({ port: 8080 });

server.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => socket.send(data.toString()));
  socket.on('close', (code) => console.log('close', code));
});
