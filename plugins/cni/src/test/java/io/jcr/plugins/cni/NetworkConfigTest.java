package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkConfigTest {
  @Test
  void aListHasItsPluginsInOrder() {
    NetworkConfig network =
        NetworkConfig.parse(
            """
            {"cniVersion": "1.0.0", "name": "web", "disableCheck": true, "plugins": [
              {"type": "bridge", "ipam": {"type": "host-local"}},
              {"type": "portmap", "capabilities": {"portMappings": true, "bandwidth": false}}]}
            """,
            true);
    assertEquals("web", network.name());
    assertEquals(CniVersion.V1_0_0, network.version());
    assertFalse(network.checkable());
    assertEquals(
        List.of("bridge", "portmap"), network.plugins().stream().map(PluginConfig::type).toList());
    assertEquals(Optional.of("host-local"), network.plugins().getFirst().ipam());
    assertEquals(Set.of("portMappings"), network.plugins().getLast().capabilities());
    assertTrue(network.has("portMappings"));
    assertFalse(network.has("bandwidth"));
  }

  @Test
  void aConfIsAListOfOne() {
    NetworkConfig network =
        NetworkConfig.parse(
            "{'cniVersion':'0.3.1','name':'n','type':'ptp'}".replace('\'', '"'), false);
    assertEquals("ptp", network.plugins().getFirst().type());
    assertTrue(network.checkable());
    assertFalse(network.version().knowsCheck());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0.3.1] | 0.3.1",
        "[0.4.0, 0.3.1, 1.0.0, 1.1.0] | 1.0.0",
        "[1.1.0, 0.4.0] | 0.4.0",
      })
  void theNewestVersionThatBothSpeakIsChosen(String offered, String chosen) {
    List<String> versions = List.of(offered.replaceAll("[\\[\\] ]", "").split(",", -1));
    assertEquals(chosen, CniVersion.newest(versions).toString());
  }

  @Test
  void severalVersionsMayBeOffered() {
    String text =
        "{'cniVersion':'0.4.0','cniVersions':['0.4.0','1.0.0','1.1.0'],'name':'n','type':'x'}";
    assertEquals(CniVersion.V1_0_0, NetworkConfig.parse(text.replace('\'', '"'), false).version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{ | it is not JSON: .*",
        "[1] | it is not a JSON object",
        "{'name':'n','plugins':[{'type':'x'}]} | it has no cniVersion .jcr speaks 0.3.1, 0.4.0, 1.0.0.",
        "{'cniVersion':'0.2.0','name':'n','plugins':[{'type':'x'}]} | cniVersion 0.2.0 is not supported.*",
        "{'cniVersion':1,'name':'n','plugins':[{'type':'x'}]} | 'cniVersion' is not a string",
        "{'cniVersion':'1.0.0','plugins':[{'type':'x'}]} | it has no name",
        "{'cniVersion':'1.0.0','name':'../n','plugins':[{'type':'x'}]} | name '../n': allowed are .*",
        "{'cniVersion':'1.0.0','name':'n'} | it has no plugins",
        "{'cniVersion':'1.0.0','name':'n','plugins':{}} | 'plugins' is not a list",
        "{'cniVersion':'1.0.0','name':'n','plugins':['x']} | an item of 'plugins' is not a JSON object",
        "{'cniVersion':'1.0.0','name':'n','plugins':[{}]} | a plugin without 'type'",
        "{'cniVersion':'1.0.0','name':'n','plugins':[{'type':'../sh'}]} | type '../sh' is not the name of a program",
        "{'cniVersion':'1.0.0','name':'n','plugins':[{'type':'..'}]} | type '..' is not the name of a program",
        "{'cniVersion':'1.0.0','name':'n','plugins':[{'type':'x','ipam':{'type':'/x'}}]} | type '/x' is not the name of a program",
        "{'cniVersion':'1.0.0','name':'n','plugins':[{'type':'x','ipam':7}]} | 'ipam' is not a JSON object",
        "{'cniVersion':'1.0.0','name':'n','disableCheck':'y','plugins':[{'type':'x'}]} | 'disableCheck' is neither true nor false",
      })
  void whatIsWrongIsSaid(String text, String message) {
    String json = text.replace('\'', '"');
    UsageException refusal =
        assertThrows(UsageException.class, () -> NetworkConfig.parse(json, true), json);
    assertTrue(refusal.getMessage().matches(message), refusal.getMessage());
  }
}
