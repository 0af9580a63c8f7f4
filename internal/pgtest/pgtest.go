// Package pgtest gives tests a PostgreSQL server of their own:
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
//	address := pgtest.Database(t)
//
// It starts the one of Debian's package, or of anywhere else on the path, in a folder that
// goes with the tests; ENTENTE_TEST_POSTGRES names a running one instead. Where there is
// none, tests that ask for one are skipped, unless ENTENTE_TEST_POSTGRES is "must".
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that sql.Open names
)

// setting is the environment variable that names a server.
const setting = "ENTENTE_TEST_POSTGRES"

// must says that a test that cannot have a server fails.
const must = "must"

// shared is the server of this process's tests.
var shared struct {
	once   sync.Once
	server *Server
	err    error
	count  atomic.Int64
}

// Main runs the tests and stops the server that they started.
func Main(m interface{ Run() int }) int {
	code := m.Run()
	if shared.server != nil {
		shared.server.Remove()
	}
	return code
}

// Database makes an empty database that is dropped with the test, and returns its address.
func Database(t testing.TB) string { return Copy(t, "") }

// Copy makes a database that is a copy of the one at an address, which nobody uses; "" is
// an empty one.
func Copy(t testing.TB, of string) string {
	t.Helper()
	s := server(t)
	name := fmt.Sprintf("t%d_%d", os.Getpid(), shared.count.Add(1))
	template := ""
	if of != "" {
		u, err := url.Parse(of)
		if err != nil {
			t.Fatal(err)
		}
		template = " TEMPLATE " + u.Path[1:]
	}
	if err := s.Exec("CREATE DATABASE " + name + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return s.Address(name)
}

// Shared is the server of this process's tests.
func Shared() (*Server, error) {
	shared.once.Do(func() {
		if at := os.Getenv(setting); at != "" && at != must {
			shared.server = &Server{at: at}
			return
		}
		shared.server, shared.err = Start("")
	})
	if shared.err != nil && os.Getenv(setting) == must {
		return nil, fmt.Errorf("%s says that there must be a server: %w", setting, shared.err)
	}
	if shared.err != nil {
		return nil, fmt.Errorf("%w: %w (Debian: apt-get install postgresql)", ErrNone, shared.err)
	}
	return shared.server, nil
}

// ErrNone is why tests are skipped.
var ErrNone = errors.New("no PostgreSQL here")

func server(t testing.TB) *Server {
	t.Helper()
	s, err := Shared()
	if errors.Is(err, ErrNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// New makes an empty database and returns its address. It goes with the server.
func (s *Server) New() (string, error) {
	name := fmt.Sprintf("t%d_%d", os.Getpid(), shared.count.Add(1))
	return s.Address(name), s.Exec("CREATE DATABASE " + name)
}

// Server is a PostgreSQL server.
type Server struct {
	at     string // address of a server that runs already
	folder string
	port   int
	cmd    *exec.Cmd
}

// Start makes a server in a new folder and starts it, with settings of its own ("-c
// max_connections=50").
func Start(settings ...string) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "entente-postgres-")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, port: port}
	who, err := attributes(folder)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = who, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return s, s.Run(settings...)
}

// Run starts a server that was stopped or killed.
func (s *Server) Run(settings ...string) error {
	bin, err := binaries()
	if err != nil {
		return err
	}
	args := []string{"-D", filepath.Join(s.folder, "data"), "-p", strconv.Itoa(s.port), "-k", s.folder, "-h", "127.0.0.1",
		"-c", "fsync=off", "-c", "logging_collector=off", "-c", "max_connections=200"}
	args = append(args, slices.DeleteFunc(settings, func(s string) bool { return s == "" })...)
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), args...)
	log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the server has its own
	s.cmd.Stdout, s.cmd.Stderr, s.cmd.Dir = log, log, s.folder
	if s.cmd.SysProcAttr, err = attributes(s.folder); err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	for range 300 {
		if err = s.Exec("SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	text, _ := os.ReadFile(filepath.Join(s.folder, "log")) // it helps if it is there
	return fmt.Errorf("the server does not answer: %w\n%s", err, text)
}

// Kill ends the server as a power cut would, less what the disk does then.
func (s *Server) Kill() error {
	// Its children end when they find that it is gone; it must not be started before that.
	// Stopped, it has no more of them, and none that ends is gone before it.
	pid := strconv.Itoa(s.cmd.Process.Pid)
	if err := exec.Command("kill", "-STOP", pid).Run(); err != nil {
		return fmt.Errorf("kill -STOP: %w", err)
	}
	children, err := exec.Command("pgrep", "-P", pid).Output()
	if err != nil && len(children) == 0 {
		return fmt.Errorf("pgrep: %w", err)
	}
	pids := append([]string{"-9", pid}, strings.Fields(string(children))...)
	if err := exec.Command("kill", pids...).Run(); err != nil {
		return fmt.Errorf("kill: %w", err)
	}
	_ = s.cmd.Wait() // it says that it was killed
	_ = os.Remove(filepath.Join(s.folder, "data", "postmaster.pid"))
	return nil
}

// Pid is the process of the server; 0 where it ran already.
func (s *Server) Pid() int {
	if s.cmd == nil {
		return 0
	}
	return s.cmd.Process.Pid
}

// Remove stops the server and removes its folder.
func (s *Server) Remove() {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(os.Interrupt) // "fast shutdown"
		_ = s.cmd.Wait()
	}
	if s.folder != "" {
		_ = os.RemoveAll(s.folder)
	}
}

// Address is that of a database on the server.
func (s *Server) Address(database string) string {
	if s.at != "" {
		u, err := url.Parse(s.at)
		if err != nil {
			return s.at
		}
		u.Path = "/" + database
		return u.String()
	}
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s", s.port, database)
}

// Exec runs a statement in the database postgres.
func (s *Server) Exec(query string) (err error) {
	db, err := sql.Open("pgx", s.Address("postgres"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err = db.ExecContext(ctx, query)
	return err
}

// binaries is the folder of initdb and postgres: Debian keeps them off the path.
func binaries() (string, error) {
	if at, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(at), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.Join(errors.New("initdb is not installed"), err)
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

func freePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return ln.Addr().(*net.TCPAddr).Port, ln.Close()
}
