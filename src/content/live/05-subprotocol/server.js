const spoken = ['chat.v1'];

const server = new WebSocketServer({
  port: 8080,
  handleProtocols: (offered) => spoken.find((name) => offered.has(name)) ?? false
});

server.on('connection', (socket) => {
  console.log('connection', socket.protocol);
  socket.on('error', console.error);
  socket.on('message', (data) => socket.send(`${socket.protocol}: ${data}`));
});
