package io.jcr.cli.spec;

import io.jcr.api.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Names for containers that were given none: an adjective and the surname of someone who mattered
/// to science or computing, such as `calm_hopper`.
public final class MadeUpName {
  /// Words with a blank after each.
  private static final String ADJECTIVES =
      """
      able agile amber ample amused ancient ardent artful astute autumn awake azure balmy \
      bold boreal brave breezy bright brisk calm candid careful cheerful clever coastal \
      cosmic cosy crafty crimson curious daring deft dreamy eager earnest easy elated epic \
      exact fair faithful famous fearless fluent fond frank friendly frosty gallant gentle \
      gifted glad golden graceful grand happy hardy hearty helpful honest hopeful humble \
      idle jolly jovial keen kind lively loyal lucid lucky lunar mellow merry mighty mild \
      modest musing neat nimble noble patient peaceful placid playful plucky polite proud \
      quick quiet rapid ready relaxed robust rustic sage serene sharp silent sincere \
      sleepy smart snowy solar solid spirited steady stoic sunny swift tender thrifty tidy \
      tranquil trusty upbeat vibrant vigilant vivid warm wise witty zealous zen \
      """;

  private static final String SURNAMES =
      """
      abel adams agnesi ampere apgar archimedes avogadro babbage backus banach banks bell \
      bernoulli bessel bohr boole born boyle bragg brahe burnell cantor carnot cauchy \
      cavendish church codd compton copernicus coulomb crick curie dalton darwin davy \
      dedekind descartes dijkstra dirac doppler eckert eddington edison einstein engelbart \
      erdos euclid euler faraday fermat fermi feynman fischer floyd fourier franklin \
      fresnel frobenius galileo galois galvani gauss germain gibbs goedel haber halley \
      hamilton hamming heaviside heisenberg helmholtz henry herschel hertz hilbert hoare \
      hollerith holberton hooke hopper hubble huffman hutton huygens hypatia iverson \
      jacobi joule kelvin kepler kernighan khwarizmi kilby kirchhoff klein knuth koch \
      kovalevskaya lagrange lamarr landin laplace lavoisier leavitt legendre leibniz \
      linnaeus liskov lorentz lovelace mach marconi markov maxwell mccarthy meitner mendel \
      milner minsky mitchell moebius naur nernst neumann newton nobel noether noyce \
      oersted ohm oppenheimer pascal pasteur pauli pauling peano perlis planck poisson \
      postel raman ramanujan rayleigh riemann ritchie robinson rontgen rutherford sagan \
      scott shannon snell somerville steele stokes strachey sussman tesla thompson turing \
      vega venn volta wallace watt weber weierstrass wiener wigner wilkes wirth young zuse \
      """;

  private MadeUpName() {}

  /// A name; two calls may give the same.
  public static String next() {
    // from the kernel directly: a SecureRandom would cost a cold JVM more than the whole plan
    try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
      return word(ADJECTIVES, random) + "_" + word(SURNAMES, random);
    } catch (IOException e) {
      throw new HostException("read /dev/urandom: " + e.getMessage());
    }
  }

  /// The word at a random place: longer ones are a little likelier, which nobody minds.
  private static String word(String words, InputStream random) throws IOException {
    byte[] bytes = random.readNBytes(2);
    int place = ((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)) % words.length();
    int start = words.lastIndexOf(' ', place - 1) + 1;
    return words.substring(start, words.indexOf(' ', place));
  }
}
