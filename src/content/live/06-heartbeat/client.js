const INTERVAL = 5000;
const MISSED = 2;

const socket = new WebSocket('ws://localhost:8080/heartbeat');
let timer;
let unanswered = 0;

function beat() {
  if (unanswered === MISSED) {
    console.log('unanswered', unanswered);
    clearInterval(timer);
    socket.close(4000, 'heartbeat');
    console.log('readyState', socket.readyState);
    return;
  }
  unanswered++;
  socket.send('ping');
}

socket.onopen = () => {
  timer = setInterval(beat, INTERVAL);
};

socket.onmessage = ({ data }) => {
  console.log(data);
  if (data === 'pong') unanswered = 0;
};

socket.onerror = () => console.log('error');

socket.onclose = ({ code, wasClean }) => {
  clearInterval(timer);
  console.log('close', code, wasClean);
};
